package com.leadrouter.delivery;

import com.leadrouter.lead.Lead;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Who a person is where order counts: the same phone or the same e-mail is the same person. */
record OrderKeys(@Nullable String phone, @Nullable String email) {

    static final OrderKeys NONE = new OrderKeys(null, null);

    static OrderKeys of(Lead lead) {
        String phone = lead.contact().phoneNumber();
        String email = lead.contact().emailAddress();
        return new OrderKeys(
                phone == null ? null : "tel:" + phone,
                email == null ? null : "mailto:" + email.toLowerCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return "OrderKeys[…]";
    }
}
