pub const PORT: u16 = 80;
