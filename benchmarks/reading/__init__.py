"""What a draft finds in an article against what people found in it."""
