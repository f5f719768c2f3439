use std::future::Future;
use std::rc::Rc;

fn spawn(_: impl Future<Output = ()> + Send) {}

async fn save(_: usize) {}

fn main() {
    spawn(async {
        let name = Rc::new("Ann");
        let length = name.len();
        save(length).await;
    });
}
