package com.leadrouter.signin;

/** What an operator may do. */
enum OperatorRole {
    /** Look. */
    VIEWER,
    /** Look and act. */
    OPERATOR
}
