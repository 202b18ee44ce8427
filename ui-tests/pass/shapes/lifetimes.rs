use otlp_runtime::traced;

struct View<'a>(&'a str);
impl<'a> View<'a> {
    #[traced(ret)] fn text(&self) -> &'a str { self.0 }
    #[traced(err)] fn either<'b: 'a>(&self, other: &'b str) -> Result<View<'a>, String> { Ok(View(other)) }
    #[traced] async fn both<'b>(&'b self, other: &'b str) -> (&'a str, &'b str) { (self.0, other) }
}
#[traced(err)] fn first(list: &mut Vec<u8>) -> Result<&mut u8, String> { list.first_mut().ok_or_else(String::new) }
#[traced(err)] async fn last(list: &mut [u8]) -> Result<&u8, String> { list.last().ok_or("empty".to_owned()) }
#[traced(ret)] fn hrtb<F>(f: F) -> usize where F: for<'x> Fn(&'x str) -> &'x str { f("abc").len() }
struct Node { next: Option<Box<Node>> }
#[traced(err)] fn tail(mut node: &mut Node) -> Result<&mut Node, String> { while node.next.is_some() { node = node.next.as_mut().ok_or("")?; } Ok(node) }
fn main() {
    let view = View("a");
    let _ = (view.text(), view.either("b").is_ok(), drop(view.both("c")), first(&mut vec![1]).is_ok(), hrtb(|s| s));
    drop(last(&mut [1]));
    let _ = tail(&mut Node { next: None }).is_ok();
}
