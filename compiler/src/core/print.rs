//! Core as S-expressions.
