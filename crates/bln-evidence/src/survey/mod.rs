//! Surveys that nobody's answer can be found in.
