from django.urls import path

from . import views

app_name = "approvals"
urlpatterns = [
    path("", views.my_desk, name="desk"),
    path("<int:pk>/", views.review, name="review"),
    path("<int:pk>/page/", views.page, name="page"),
    path("<int:pk>/approve/", views.approve, name="approve"),
    path("<int:pk>/return/", views.return_for_changes, name="return"),
    path("by-mail/<str:token>/", views.by_mail, name="by_mail"),
    path("routes/", views.house_route, name="route"),
    path("routes/new/", views.new_house_step, name="new_step"),
    path("routes/steps/<int:pk>/", views.step, name="step"),
    path("routes/steps/<int:pk>/remove/", views.remove_step, name="remove_step"),
    path("routes/of/<slug:slug>/", views.team_route, name="team_route"),
    path("routes/of/<slug:slug>/new/", views.new_team_step, name="new_team_step"),
    path("emergency/<int:pk>/", views.past_approval, name="emergency"),
    path("withdraw/<int:pk>/", views.withdraw, name="withdraw"),
]
