"""Signing in and everything around it: of allauth's pages only those that we use, under Dutch addresses.

Names are allauth's own where allauth looks them up. `account_login` is the door for everybody; `official_login` is
the officials' door. There is no sign-up page, because the first code makes the account.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from participation.views import account as own_account
from participation.views import openid, second_factor, sign_in, sign_out
from participation.views.profile import profile
from participation.views.second_factor import for_officials
from participation.views.sign_in import with_passwords

second_step = [
    path("", for_officials(second_factor.Overview.as_view()), name="mfa_index"),
    path("app/", for_officials(second_factor.SetUpApp.as_view()), name="mfa_activate_totp"),
    path("app/uitzetten/", for_officials(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("passkeys/", for_officials(webauthn.list_webauthn), name="mfa_list_webauthn"),
    path("passkeys/nieuw/", for_officials(second_factor.AddPasskey.as_view()), name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/naam/", for_officials(webauthn.edit_webauthn), name="mfa_edit_webauthn"),
    path(
        "passkeys/<int:pk>/verwijderen/",
        for_officials(second_factor.RemovePasskey.as_view()),
        name="mfa_remove_webauthn",
    ),
    path("herstelcodes/", for_officials(recovery_codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "herstelcodes/nieuw/", for_officials(recovery_codes.generate_recovery_codes), name="mfa_generate_recovery_codes"
    ),
    path(
        "herstelcodes/bewaren/",
        for_officials(recovery_codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("opnieuw/", for_officials(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("opnieuw/passkey/", for_officials(webauthn.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
]

password = [
    path("", with_passwords(for_officials(account.password_change)), name="account_change_password"),
    path("opnieuw/", for_officials(account.reauthenticate), name="account_reauthenticate"),
    path("vergeten/", with_passwords(sign_in.ForgottenPassword.as_view()), name="account_reset_password"),
    path("vergeten/verstuurd/", with_passwords(account.password_reset_done), name="account_reset_password_done"),
    # Somebody without a password gets a first one in the same way, by mail.
    path("eerste/", RedirectView.as_view(pattern_name="account_reset_password"), name="account_set_password"),
    re_path(
        r"^nieuw/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        with_passwords(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("gewijzigd/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
]

urlpatterns = [
    path("inloggen/", sign_in.RequestCode.as_view(), name="account_login"),
    path("inloggen/", sign_in.RequestCode.as_view(), name="account_request_login_code"),
    path("inloggen/code/", sign_in.ConfirmCodeView.as_view(), name="account_confirm_login_code"),
    path("inloggen/medewerker/", sign_in.OfficialLogin.as_view(), name="official_login"),
    path("inloggen/medewerker/gemeente/", openid.start, name="openid_start"),
    path("inloggen/medewerker/gemeente/terug/", openid.come_back, name="openid_return"),
    path("inloggen/medewerker/gemeente/uit/", openid.end, name="openid_end"),
    path("inloggen/medewerker/passkey/", with_passwords(sign_in.PasskeyLogin.as_view()), name="mfa_login_webauthn"),
    path("inloggen/medewerker/stap-2/", sign_in.SecondStep.as_view(), name="mfa_authenticate"),
    path("uitloggen/", sign_out.SignOut.as_view(), name="account_logout"),
    path("account/gesloten/", account.account_inactive, name="account_inactive"),
    path("account/wachtwoord/", include(password)),
    path("account/tweede-stap/", include(second_step)),
    path("account/sessies/", sign_out.SignedIn.as_view(), name="usersessions_list"),
    path("account/sessies/overal-uitloggen/", own_account.leave_everywhere, name="sign_out_everywhere"),
    path("account/bevestigen/", own_account.prove, name="prove"),
    path("mijn/gegevens/", profile, name="profile"),
    path("mijn/gegevens/e-mailadres/", own_account.address, name="change_address"),
    path("mijn/gegevens/e-mailadres/code/", own_account.confirm_address, name="confirm_address"),
    path("mijn/gegevens/archief/", own_account.download, name="archive"),
    path("mijn/gegevens/verwijderen/", own_account.delete, name="delete_account"),
]
