"""Photos: added to a concept at once, and shown to whoever may read what they belong to."""

import uuid

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ideas.models import Idea, IdeaPhoto, InboundPhoto
from ideas.models.photo import MOST_PHOTOS
from ideas.submit_forms import IdeaForm, PhotosForm
from ideas.views.looks import note_look
from ideas.views.writing import concepts_of, keep
from participation.errors import RuleBroken
from participation.sent import uuid_in
from participation.visitor import visitor


@never_cache
@require_POST
@login_not_required
def add_photos(request: HttpRequest) -> HttpResponse:
    """Keep photos as soon as they are chosen, and give the list of photos as it is now, as a piece of the page."""
    key = uuid_in(request.POST.get("key", ""))
    if key is None:
        raise Http404
    photos = PhotosForm(request.FILES)
    photos.is_valid()
    refusals, concept = [str(refusal) for refusal in photos.errors.get("photo", [])], None
    try:
        concept, refusal = keep(request, key, photos.pictures)
        refusals += [refusal] if refusal else []
    except RuleBroken as broken:
        refusals.append(str(broken.message))
    form = IdeaForm({"key": key}, writer=visitor(request), screen=3)
    form.errors.clear()
    for refusal in refusals:
        form.add_error("photo", refusal)
    kept = list(concept.photos.all()) if concept else []
    return render(request, "ideas/_new_photos.html", {
        "form": form, "concept": concept, "photos": kept, "room_for_photos": len(kept) < MOST_PHOTOS,
    })  # fmt: skip


@never_cache
@require_safe
@login_not_required
def concept_photo(request: HttpRequest, key: uuid.UUID, number: int) -> FileResponse:
    """A photo of a concept, for its writer only."""
    concept = get_object_or_404(concepts_of(request), key=key)
    return shown_photo(get_object_or_404(concept.photos, pk=number))


@require_safe
@login_not_required
def photo(request: HttpRequest, reference: str, number: int = 1) -> FileResponse:
    """A photo of an idea that this person may read, counted from 1."""
    readable = Idea.objects.visible_to(request.user).filter(reference=reference).values("pk")
    photos = IdeaPhoto.objects.filter(idea__in=readable).select_related("idea").defer("idea__search")
    shown = photos[number - 1 :].first() if 1 <= number <= MOST_PHOTOS else None
    if shown is None or shown.idea is None:
        raise Http404
    note_look(request, shown.idea)
    return shown_photo(shown)


def shown_photo(photo: IdeaPhoto | InboundPhoto) -> FileResponse:
    """The file of a photo that this person may see. Raises Http404 when it is gone."""
    try:
        return FileResponse(photo.image.open(), content_type="image/jpeg")
    except FileNotFoundError as error:
        raise Http404 from error
