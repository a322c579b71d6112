package com.leadrouter.kapture;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What Get asks for: exactly one value, since how several combine is unknown (Kapture contract, section 6). */
sealed interface Search {

    record ById(CustomerId id) implements Search {}

    record ByPhone(KapturePhone phone) implements Search {}

    record ByEmail(String email) implements Search {

        @Override
        public String toString() {
            return "ByEmail[…]";
        }
    }

    /** Get's body: an array with one object, the other values blank. */
    default List<Map<String, String>> body() {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("kapture_customer_id", this instanceof ById(var id) ? id.toString() : "");
        body.put("customer_id", "");
        body.put("email_id", this instanceof ByEmail(var email) ? email : "");
        body.put("phone", this instanceof ByPhone(var phone) ? phone.digits() : "");
        return List.of(body);
    }
}
