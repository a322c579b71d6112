package com.leadrouter.lead;

import com.leadrouter.platform.KeyedHashes;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Keyed hashes of phones (E.164) and e-mail addresses (letter case aside), in hexadecimal; null of null. */
@Component
public final class PersonHashes {

    private final KeyedHashes hashes;

    public PersonHashes(KeyedHashes hashes) {
        this.hashes = hashes;
    }

    public @Nullable String ofPhone(@Nullable String phone) {
        return phone == null ? null : hex("phone", phone);
    }

    public @Nullable String ofEmail(@Nullable String email) {
        return email == null ? null : hex("email", email.toLowerCase(Locale.ROOT));
    }

    private String hex(String purpose, String value) {
        return HexFormat.of().formatHex(hashes.hash(purpose, value));
    }
}
