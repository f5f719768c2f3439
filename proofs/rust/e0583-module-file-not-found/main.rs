mod net;
mod server;

fn main() {
    server::start();
}
