from django.urls import path

from django_view import lettr_webhook

urlpatterns = [path("webhooks/lettr", lettr_webhook)]
