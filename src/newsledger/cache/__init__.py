"""The derived cache: where in the files each event stands. Deletable at any time, never the truth.

It answers nothing by itself. It tells which lines can matter to a question, and these are read
back from the files, their ids checked, and folded as ever. So a picture through it is the
picture without it, made from less.

- `book`: pages with checksums in one SQLite file
- `rows`: what is kept of a line
- `taking`: a file taken apart into rows
- `shelving`: which row stands on which page, kept up as files come and go
- `looking`: whether the files are as they were
- `asking`: which lines can matter to a question
- `keeping`: made where there is none, brought up to date, thrown away where it is spoilt
"""
