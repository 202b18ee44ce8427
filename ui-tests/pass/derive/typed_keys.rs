use otlp_runtime::__private::typed;
use otlp_runtime::{AttributeValue, ValueOf};

#[derive(AttributeValue)]
enum Method { Card }
#[derive(AttributeValue)]
struct Id(u64);
#[derive(AttributeValue)]
struct Label<T> { text: T }

fn fits<Kind>(_: impl ValueOf<Kind>) {}

fn main() {
    fits::<typed::a_text>(Some(&Method::Card));
    fits::<typed::a_list_of_texts>([Method::Card]);
    fits::<typed::an_integer>(Label { text: Id(1) });
    fits::<typed::a_list_of_integers>(vec![Id(1)]);
    fits::<typed::a_list_of_floats>(Label { text: [1.5] });
    fits::<typed::a_text>((&Label { text: "a" }, Id(1)).0);
}
