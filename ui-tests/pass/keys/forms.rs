use otlp_runtime::record;

fn main() {
    let id = 3u64;
    record!(http.route = %id, error.type = %id, process.executable.build_id.go = "3", gen_ai.provider.name = "openai");
    record!(http.request.header.x-request-id = ["a"], http.request.header.x-1 = [""], db.query.parameter.1.2.3 = "");
    record!("acme.Cart-ID" = id, "ünïcode" = id, "port" = id, r#"raw"# = id,);
}
