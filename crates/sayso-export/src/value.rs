//! The value of one field.

/// What a field gives of one event.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// The report does not say, or the form has no such field.
    #[default]
    None,
    /// Words or a code.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number with decimals, never infinite.
    Decimal(f64),
    /// Several, in order.
    List(Vec<String>),
}

/// What values a field has, where it has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// [`Value::Text`].
    Text,
    /// [`Value::Integer`].
    Integer,
    /// [`Value::Decimal`].
    Decimal,
    /// [`Value::List`].
    List,
}

impl Value {
    /// Words; none where there are none.
    pub fn text(words: impl Into<String>) -> Self {
        let words = words.into();
        if words.is_empty() { Self::None } else { Self::Text(words) }
    }

    /// A count; none where it is more than a computer counts to.
    #[must_use]
    pub fn count(count: u64) -> Self {
        i64::try_from(count).map_or(Self::None, Self::Integer)
    }

    /// A number; none where it is none.
    #[must_use]
    pub fn decimal(number: f64) -> Self {
        // Minus nothing is nothing: other programs would show it as `-0`.
        if number.is_finite() { Self::Decimal(if number == 0.0 { 0.0 } else { number }) } else { Self::None }
    }

    /// A list, each item once; none where nothing is in it.
    pub fn list(items: impl IntoIterator<Item = String>) -> Self {
        let mut list: Vec<String> = Vec::new();
        for item in items {
            if !item.is_empty() && !list.contains(&item) {
                list.push(item);
            }
        }
        if list.is_empty() { Self::None } else { Self::List(list) }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_none(&self) -> bool {
        *self == Self::None
    }

    /// As JSON: numbers as numbers, lists as lists.
    pub(crate) fn json(&self) -> serde_json::Value {
        match self {
            Self::None => serde_json::Value::Null,
            Self::Text(text) => text.as_str().into(),
            Self::Integer(number) => (*number).into(),
            Self::Decimal(number) => (*number).into(),
            Self::List(list) => list.clone().into(),
        }
    }

    /// As words for people.
    pub(crate) fn words(&self) -> String {
        match self {
            Self::None => String::new(),
            Self::Text(text) => text.clone(),
            Self::Integer(number) => number.to_string(),
            Self::Decimal(number) => number.to_string(),
            Self::List(list) => list.join("; "),
        }
    }
}

impl From<Option<String>> for Value {
    fn from(words: Option<String>) -> Self {
        words.map_or(Self::None, Self::text)
    }
}

impl From<Option<&String>> for Value {
    fn from(words: Option<&String>) -> Self {
        words.map_or(Self::None, Self::text)
    }
}

impl From<Option<&str>> for Value {
    fn from(words: Option<&str>) -> Self {
        words.map_or(Self::None, Self::text)
    }
}

impl From<Option<i64>> for Value {
    fn from(number: Option<i64>) -> Self {
        number.map_or(Self::None, Self::Integer)
    }
}

impl From<Option<f64>> for Value {
    fn from(number: Option<f64>) -> Self {
        number.map_or(Self::None, Self::decimal)
    }
}
