package com.leadrouter.standin;

/** What Kapture hides from whoever asks. */
record Masking(boolean phone, boolean email) {

    static final Masking NONE = new Masking(false, false);

    String phone(String digits) {
        return phone && !digits.isBlank() ? "XXXXXX" + digits.substring(Math.max(0, digits.length() - 4)) : digits;
    }

    String email(String address) {
        return email && !address.isBlank()
                ? address.charAt(0) + "*****" + address.substring(address.indexOf('@'))
                : address;
    }
}
