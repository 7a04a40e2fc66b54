"""The doors of the house, and what belongs to one's own account."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.access import is_somebody
from core.sections import render_sections

from . import actions, sign_in
from .forms import ProfileForm, ResetForm, SignInForm


class SignIn(auth_views.LoginView):
    """The one door. Whoever is inside already goes on to where they wanted to be, on this host only."""

    template_name = "accounts/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_redirect_url(self, request: HttpRequest | None = None) -> str:
        """Where to go next; never here again, which would go round in circles."""
        wanted = super().get_redirect_url()
        return "" if wanted.partition("?")[0] == self.request.path else wanted


@method_decorator(login_not_required, name="dispatch")
class SignOut(auth_views.LogoutView):
    """By POST only: a link in a mail must not sign anybody out."""

    http_method_names = ["post", "options"]


class ChangePassword(auth_views.PasswordChangeView):
    """A new password ends every other session of this person; this one goes on."""

    template_name = "accounts/password_change.html"
    success_url = reverse_lazy("accounts:settings")

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        messages.success(self.request, _("Your password is changed. Everywhere else you were signed out."))
        return response


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_reset(request: HttpRequest) -> HttpResponse:
    """Says the same, in the same time, whether anybody has the address or not."""
    form = ResetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sign_in.ask_for_reset(form.cleaned_data["email"])
        return redirect("accounts:password_reset_done")
    return render(request, "accounts/password_reset.html", {"form": form}, status=422 if form.errors else 200)


@login_not_required
def reset_asked(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/password_reset_done.html")


class ConfirmReset(auth_views.PasswordResetConfirmView):
    """The link from the mail: good for a day and for one new password, which ends all sessions."""

    template_name = "accounts/password_reset_confirm.html"
    success_url = reverse_lazy("accounts:login")

    def get_user(self, uidb64: str) -> Any:
        """Nobody whose access ended while the link lay in their mail."""
        person: Any = super().get_user(uidb64)
        return person if is_somebody(person) else None

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        messages.success(self.request, _("Your password is changed. Sign in with the new one."))
        return response


@require_http_methods(["GET", "HEAD", "POST"])
def own_settings(request: HttpRequest) -> HttpResponseBase:
    """One's own profile. The row is read anew, so that a refused form never shows up in the frame of the page."""
    person = get_user_model().objects.get(pk=request.user.pk)
    form = ProfileForm(request.POST or None, request.FILES or None, instance=person)
    if request.method == "POST" and form.is_valid():
        actions.change_profile(
            person=get_user_model().objects.get(pk=request.user.pk),
            by=request.user,
            profile=form.profile(),
            face=form.cleaned_data["face"],
            remove_face=bool(form.cleaned_data.get("remove_face")),
        )
        messages.success(request, _("Your profile is saved."))
        return redirect("accounts:settings")
    context = {"form": form, "sections": render_sections("own_settings", request, person)}
    return render(request, "accounts/settings.html", context, status=422 if form.errors else 200)
