//! Source text to forms.

pub mod form;
