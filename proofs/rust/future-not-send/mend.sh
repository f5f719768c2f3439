# The value ends in a block before the await.
sed -i 's/let name = .*/let length = {\n            let name = Rc::new("Ann");\n            name.len()\n        };/; /let length = name/d' main.rs
