//! NB7: marks and words.

pub mod compatibility_character;
pub mod confusable_word;
pub mod document_number;
pub mod doubled_text;
mod gaps;
mod half_marks;
pub mod interpunct;
pub mod missing_final_stop;
pub mod mixed_width;
pub mod placeholder;
mod repeats;
pub mod set_phrase;
pub mod stray_space;
pub mod template_wording;
pub mod unbalanced_marks;
pub mod undecodable_character;
pub mod web_residue;
