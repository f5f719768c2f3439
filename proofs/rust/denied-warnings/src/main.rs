#![deny(warnings)]

use std::fmt;

fn main() {}
