//! Keys that a project declares in `otlp.toml`, as a collector receives them.
//!
//! In: this package's own file. Out: what of the decoded OTLP has another type than was declared.
//! Never here: what does not compile; see `ui-tests/own_keys`.

use super::{TEXT, Value, attributes, sent};
use otlp_runtime::{AttributeValue, SpanAttributes, record, span};

#[derive(AttributeValue, Clone, Copy)]
enum Light {
    Off,
}

#[derive(SpanAttributes)]
struct Room<T> {
    #[attribute(house.room.number)]
    number: T,
    #[attribute(house.room.names)]
    names: Vec<&'static str>,
}

#[span(
    name = "{house.room.light}",
    house.room.light = light,
    house.room.level = 2,
    house.room.ratio = 0.5,
    house.room.open = level > 1,
    house.room.sizes = [1_i64, 2],
    house.room.shares = [0.25_f32],
    house.room.doors = [true],
    house.label.front-door = TEXT,
    house.labels.x = ["a", "b"],
    attributes(room),
    late(house.room.anything)
)]
fn visit(light: Light, level: u8, room: &Room<Option<u16>>) {
    record!(house.room.anything = level, deprecated = warn);
}

#[test]
fn own_keys_are_recorded_with_values_of_their_types() {
    let spans = sent(|| visit(Light::Off, 2, &Room { number: Some(7), names: vec!["hall"] }));
    let attributes = attributes(&spans[0]);
    assert_eq!(spans[0].name, "off");
    let shown: Vec<(&str, char)> = attributes
        .iter()
        .map(|(key, value)| {
            let letter = match value {
                Value::StringValue(_) => 's',
                Value::IntValue(_) => 'i',
                Value::DoubleValue(_) => 'd',
                Value::BoolValue(_) => 'b',
                Value::ArrayValue(_) => '[',
                _ => '?',
            };
            (*key, letter)
        })
        .collect();
    let expected = [
        ("house.label.front-door", 's'),
        ("house.labels.x", '['),
        ("house.room.anything", 'i'),
        ("house.room.doors", '['),
        ("house.room.level", 'i'),
        ("house.room.light", 's'),
        ("house.room.names", '['),
        ("house.room.number", 'i'),
        ("house.room.open", 'b'),
        ("house.room.ratio", 'd'),
        ("house.room.shares", '['),
        ("house.room.sizes", '['),
    ];
    assert_eq!(shown, expected);
}
