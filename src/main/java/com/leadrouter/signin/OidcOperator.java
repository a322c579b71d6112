package com.leadrouter.signin;

import com.leadrouter.platform.CallingOperator;
import java.util.List;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;

/** Somebody whom an OpenID Connect provider knows, and who he is here; only the latter is kept. */
final class OidcOperator extends DefaultOidcUser {

    private static final long serialVersionUID = 1L;

    private final transient CallingOperator operator;

    OidcOperator(OidcUser user, CallingOperator operator) {
        super(List.of(), user.getIdToken(), user.getUserInfo());
        this.operator = operator;
    }

    CallingOperator operator() {
        return operator;
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    // Theirs shows every claim.
    @Override
    public String toString() {
        return "OidcOperator[" + operator.name() + "]";
    }
}
