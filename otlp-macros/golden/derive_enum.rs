#[derive(AttributeValue)]
enum Method {
    CreditCard,
    #[attribute(rename = "wire")]
    BankTransfer,
}

// ---- becomes ----

#[automatically_derived]
impl ::otlp_runtime::__private::AttributeValue for Method {
    #[inline]
    fn write(&self, __otlp_out: &mut ::otlp_runtime::__private::ValueWriter<'_>) {
        ::otlp_runtime::__private::ValueWriter::str(
            __otlp_out,
            match *self {
                Self::CreditCard { .. } => "credit_card",
                Self::BankTransfer { .. } => "wire",
            },
        );
    }
}
#[automatically_derived]
impl ::otlp_runtime::__private::AttributeElement for Method {
    #[inline]
    fn push(&self, __otlp_out: &mut ::otlp_runtime::__private::ArrayWriter<'_>) {
        ::otlp_runtime::__private::ArrayWriter::str(
            __otlp_out,
            match *self {
                Self::CreditCard { .. } => "credit_card",
                Self::BankTransfer { .. } => "wire",
            },
        );
    }
}
#[automatically_derived]
impl ::otlp_runtime::__private::ValueOf<::otlp_runtime::__private::typed::a_text>
for Method {}
