//! Nothing: the examples of this package are its example targets, beside this file.
