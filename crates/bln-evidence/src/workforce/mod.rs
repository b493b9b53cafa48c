//! A workforce as a file of people, and the counts that are made of it.
