use otlp_runtime::traced;

#[traced("mine.id" = 7)]
pub fn f() {}
