//! One library in a process of its own, with the system's allocator. See `program.rs`.

fn main() -> otlp_peers::Result<()> {
    otlp_peers::program::main()
}
