use std::{borrow::Cow, sync::Arc};

use otlp_runtime::{event, inline, record};

fn main() {
    let (text, list, none) = (String::from("x"), vec![1i64, 2], None::<u8>);
    let shared: Arc<str> = Arc::from("y");
    let _span = inline::span!("cart", "a" = text, "b" = &text, "c" = text.as_str(), "d" = list, "e" = none,
        "f" = shared, "g" = Cow::from("z"), "h" = if list.is_empty() { 1 } else { 2 }, "i" = list.len() as u64 * 2);
    event!("paid", "a" = 1 + 2, "b" = -list[0], "c" = !true, "d" = *list.first().unwrap(), "e" = i64::MIN);
    record!("a" = -9223372036854775808, "b" = 9223372036854775807, "c" = 0xff, "d" = 1e3, "e" = -0.5f32, "f" = true);
    record!("a" = %1, "b" = ?[1], "c" = %text, "d" = ?text.len() + 1, "e" = r"raw", "f" = 'c', "g" = {1}, "h" = *text, "i" = text[..1]);
    drop(text);
}
