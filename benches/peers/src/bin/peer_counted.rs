//! The program `peer` with an allocator that counts. See `program.rs`.

#[global_allocator]
static ALLOCATOR: otlp_peers::allocations::Counting = otlp_peers::allocations::Counting;

fn main() -> otlp_peers::Result<()> {
    otlp_peers::program::main()
}
