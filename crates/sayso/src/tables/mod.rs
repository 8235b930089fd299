//! Loads and checks the tables under `data/`: what Sayso knows of language and of the world.
