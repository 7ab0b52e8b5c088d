"""The part of the settings that says how people sign in: the same for every municipality, nothing from outside."""

from datetime import timedelta

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

ACCOUNT_ADAPTER = "participation.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "change_password": "participation.account_forms.OtherPasswordForm",
    "confirm_login_code": "participation.account_forms.CodeForm",
    "login": "participation.account_forms.PasswordForm",
    "reauthenticate": "participation.account_forms.PasswordAgainForm",
    "request_login_code": "participation.account_forms.EmailForm",
    "reset_password": "participation.account_forms.ForgottenPasswordForm",
    "reset_password_from_key": "participation.account_forms.NewPasswordForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
# The code itself proves the address, and an administrator enters those of officials.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_TIMEOUT = int(timedelta(minutes=15).total_seconds())
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
ACCOUNT_RATE_LIMITS = {"reset_password": "30/m/ip,5/h/key"}
ACCOUNT_SESSION_REMEMBER = True
MFA_ADAPTER = "participation.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "activate_totp": "participation.account_forms.ActivateAppForm",
    "add_webauthn": "participation.account_forms.AddPasskeyForm",
    "authenticate": "participation.account_forms.AppCodeForm",
    "edit_webauthn": "participation.account_forms.RenamePasskeyForm",
    "reauthenticate": "participation.account_forms.AppCodeAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_TOLERANCE = 1
PASSWORD_RESET_TIMEOUT = int(timedelta(days=1).total_seconds())
LOGIN_URL = "/inloggen/"
LOGIN_REDIRECT_URL = "/mijn-inbreng/"

# The levels of assurance of eHerkenning that are called substantial and high (EH3 and EH4), as the network names them
# in its interface specifications (https://afsprakenstelsel.etoegang.nl).
EHERKENNING_USUAL = ["urn:etoegang:core:assurance-class:loa3", "urn:etoegang:core:assurance-class:loa4"]
