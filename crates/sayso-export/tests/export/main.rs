//! What goes out comes back, hostile words stay words, and every form has the columns of its scheme.

mod hostile;
mod sample;
mod forms;
mod rows;
mod maps;
mod incidents;
mod parquet;
