#![deny(deprecated)]

use otlp_runtime::record;

fn main() {
    record!(deprecated = warn, http.status_code = 200);
}
