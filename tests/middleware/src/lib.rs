//! Nothing: the tests of this package are beside this file.
