# Its twin for threads is used.
sed -i 's/std::rc::Rc/std::sync::Arc/; s/Rc::new/Arc::new/' main.rs
