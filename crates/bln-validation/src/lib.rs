//! Untrusted drafts become the nouns of a staff network, or a complete report of what is wrong.
