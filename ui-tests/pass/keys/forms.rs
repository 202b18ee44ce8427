use otlp_runtime::record;

fn main() {
    let id = 3u64;
    record!(http.route = id);
    record!(acme.type.async.r#fn = id, acme.1st.2.3 = id, acme.1.2.3.4 = id);
    record!(http.request.header.x-request-id = "a", http.request.header.x-1 = id);
    record!("acme.Cart-ID" = id, "ünïcode" = id, "port" = id, r#"raw"# = id,);
}
