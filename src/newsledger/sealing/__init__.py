"""Seals: what proves later that nothing was altered or lost.

`text` is a seal and the file that it is written in, `shelf` all seals of a ledger and what each covers,
`verifying` holds them against the events, `proving` shows a third party that one event was sealed.
"""
