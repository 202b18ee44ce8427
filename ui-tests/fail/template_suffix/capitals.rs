use otlp_runtime::record;

fn main() {
    record!(process.environment_variable.PATH = "/bin");
}
