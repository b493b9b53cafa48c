//! What a table gives away, and what is done about it.
