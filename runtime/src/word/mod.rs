//! [`Word`]: a tagged word; views of what it points to live in this room's other files.

mod tagged;

pub use tagged::Word;
