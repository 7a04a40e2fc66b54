from django.urls import path

from . import views

app_name = "approvals"
urlpatterns = [
    path("", views.my_desk, name="desk"),
    path("approve-many/", views.approve_many, name="approve_many"),
    path("<int:pk>/", views.review, name="review"),
    path("<int:pk>/page/", views.page, name="page"),
    path("<int:pk>/looked/", views.looked, name="looked"),
    path("<int:pk>/remarks/", views.remark, name="remark"),
    path("<int:pk>/remarks/<int:remark_id>/reply/", views.reply, name="reply"),
    path("<int:pk>/remarks/<int:remark_id>/settle/", views.settle, name="settle"),
    path("<int:pk>/approve/", views.approve, name="approve"),
    path("<int:pk>/return/", views.return_for_changes, name="return"),
    path("<int:pk>/hand-over/", views.hand_over, name="hand_over"),
    path("by-mail/<str:token>/", views.by_mail, name="by_mail"),
    path("routes/", views.house_route, name="route"),
    path("routes/new/", views.new_house_step, name="new_step"),
    path("routes/steps/<int:pk>/", views.step, name="step"),
    path("routes/steps/<int:pk>/remove/", views.remove_step, name="remove_step"),
    path("routes/of/<slug:slug>/", views.team_route, name="team_route"),
    path("routes/of/<slug:slug>/new/", views.new_team_step, name="new_team_step"),
    path("emergency/<int:pk>/", views.past_approval, name="emergency"),
    path("as/<int:pk>/", views.view_as, name="view_as"),
    path("withdraw/<int:pk>/", views.withdraw, name="withdraw"),
]
