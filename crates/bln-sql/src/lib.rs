//! One relational store for a staff network: schema, statements and row mapping, for any SQL driver.
