//! From the operating system's `main` to the program's, and back.

mod main;
