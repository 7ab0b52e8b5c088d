"""The addresses of projects. In Dutch, because people read and share them."""

from django.urls import path

from projects.views import desk, public

app_name = "projects"

urlpatterns = [
    path("projecten/", public.projects, name="projects"),
    path("projecten/<slug:slug>/", public.project, name="project"),
    path("werkplek/projecten/nieuw/", desk.new_project, name="new_project"),
    path("werkplek/projecten/<slug:slug>/", desk.desk_project, name="desk_project"),
    path("werkplek/projecten/<slug:slug>/wijzigen/", desk.change, name="change_project"),
    path("werkplek/projecten/<slug:slug>/bericht/", desk.update, name="tell_update"),
    path("werkplek/projecten/<slug:slug>/stap/<slug:verb>/", desk.move, name="move_project"),
]
