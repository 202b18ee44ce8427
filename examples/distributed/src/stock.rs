//! A service of HTTP that calls nobody.
//!
//! In: `POST /reservations/{cart}`. Out: a reservation. Never here: contexts.

use axum::Router;
use axum::extract::Path;
use axum::routing::post;
use otlp_runtime::traced;
use tokio::net::TcpListener;

use crate::Failure;
use crate::process::Stop;
use crate::shop::traced_requests;

/// Serves until told to stop.
pub(crate) async fn serve(listener: TcpListener, stop: Stop) -> Result<(), Failure> {
    let router = Router::new().route("/reservations/{cart}", post(reserve)).layer(traced_requests());
    axum::serve(listener, router).with_graceful_shutdown(async { drop(stop.await) }).await?;
    Ok(())
}

async fn reserve(Path(cart): Path<u64>) -> String {
    format!("{} items reserved", take(cart).await)
}

#[traced("shop.cart.id" = cart)]
async fn take(cart: u64) -> u64 {
    tokio::time::sleep(std::time::Duration::from_millis(1)).await;
    cart % 4
}
