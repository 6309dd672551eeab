"""What can go wrong with webhooks."""

from cti.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError


class WebhookNotFoundError(NotFoundError):
    """There is no such webhook."""

    code = "webhook.not_found"


class WebhookDeliveryNotFoundError(NotFoundError):
    """The webhook has no such delivery."""

    code = "webhook.delivery_not_found"


class WebhookUrlError(InvalidError):
    """The address is not http:// or https://, has no host, or holds a password."""

    code = "webhook.url_invalid"


class WebhookUrlPrivateError(InvalidError):
    """The address is of this machine or of a private network (CTI_WEBHOOKS_PRIVATE allows it)."""

    code = "webhook.url_private"


class WebhookReachError(ForbiddenError):
    """A webhook tells of every customer: only who sees all of them says where to."""

    code = "webhook.reach"


class WebhookTooManyError(ConflictError):
    """There are `most` webhooks already."""

    code = "webhook.too_many"


class WebhookVersionError(ConflictError):
    """The webhook was edited meanwhile."""

    code = "webhook.version_conflict"
