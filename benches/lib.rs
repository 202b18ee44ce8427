//! Nothing: the benches of this package are its bench targets, beside this file.
