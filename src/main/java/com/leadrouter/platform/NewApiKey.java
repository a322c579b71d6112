package com.leadrouter.platform;

import java.security.SecureRandom;
import java.util.Base64;

/** A new API key of 256 random bits, and how to configure it: the option {@code --new-api-key}. */
public record NewApiKey(String key) {

    public static final String OPTION = "--new-api-key";

    /** So that a key is known for what it is where it should not be: in a repository, in a log. */
    private static final String PREFIX = "lr_";

    private static final int BYTES = 32;

    public static NewApiKey make() {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        return new NewApiKey(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    }

    /** What is printed; the only place where the key itself is told. */
    public String instructions() {
        return """
                API key, told only here, for whoever hands in the leads (header X-API-Key):

                  %s

                Its hash, for the configuration:

                  lead-router.sources.NAME.api-keys: [ "%s" ]

                To change a key list both hashes, change the sender, then take the old one out.
                """.formatted(key, ApiKey.Digest.of(key).configured());
    }

    @Override
    public String toString() {
        return "NewApiKey[…]";
    }
}
