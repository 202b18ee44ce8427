//! Functions that are tests.

#[cfg(test)]
mod tests {
    //+ use otlp_runtime::traced;

    #[test]
    //@ traced
    fn test_above() {
        assert_eq!(1 + 1, 2);
    }

    //@ traced
    #[test]
    fn test_below() {
        assert_eq!(1 + 1, 2);
    }

    //@ traced
    #[test]
    #[should_panic(expected = "no")]
    fn panics() {
        panic!("no")
    }

    #[test]
    #[ignore = "slow"]
    //@ traced
    fn ignored() {}

    #[test]
    //@ traced(err)
    fn fallible() -> Result<(), std::num::ParseIntError> {
        let n: u8 = "1".parse()?;
        assert_eq!(n, 1);
        Ok(())
    }

    #[tokio::test]
    //@ traced
    async fn tokio_test_above() {
        tokio::task::yield_now().await;
    }

    //@ traced(err)
    #[tokio::test]
    async fn tokio_test_below() -> Result<(), String> {
        tokio::task::yield_now().await;
        Ok(())
    }

    //@ traced
    fn dead_code_in_tests() {}
}
